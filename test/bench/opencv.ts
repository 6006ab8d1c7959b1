import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../node_modules/.cache/maquette/opencv');
const ownPython = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const packageName = 'opencv-python-headless';

/** A Python with OpenCV: the system's, or an environment of the project's own, made when first asked for. */
export function pythonWithOpenCv(): string | undefined {
  if (hasOpenCv('python3')) return 'python3';
  if (!existsSync(ownPython)) {
    process.stdout.write(`Installing ${packageName} into ${folder}\n`);
    succeeds('python3', ['-m', 'venv', folder]);
    succeeds(ownPython, ['-m', 'pip', 'install', '--quiet', packageName]);
  }
  return hasOpenCv(ownPython) ? ownPython : undefined;
}

/** What to do where there is none. */
export const openCvAdvice = `not measured: pip install ${packageName}`;

function hasOpenCv(python: string): boolean {
  return succeeds(python, ['-c', 'import cv2']);
}

function succeeds(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0;
}
