import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { EngineDirectories } from '../engine/core';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Where the engine remembers things between runs: the window's own folder, so that what one of the two has measured
 * the other need not. `MAQUETTE_STATE_DIRECTORY` names another.
 */
export function stateDirectory(machine: Machine): string {
  const { MAQUETTE_STATE_DIRECTORY } = machine.environment;
  return MAQUETTE_STATE_DIRECTORY || join(applicationData(machine), 'Maquette', 'engine');
}

/** Where the window keeps the looks that a person saved. `MAQUETTE_LOOKS_DIRECTORY` names another folder. */
export function looksDirectory(machine: Machine): string {
  const { MAQUETTE_LOOKS_DIRECTORY } = machine.environment;
  return MAQUETTE_LOOKS_DIRECTORY || join(applicationData(machine), 'Maquette', 'looks');
}

export function thisMachine(): Machine {
  return { platform: process.platform, environment: process.env, home: homedir() };
}

/** Electron's `appData`. */
function applicationData({ platform, environment, home }: Machine): string {
  const { APPDATA, XDG_CONFIG_HOME } = environment;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return APPDATA || join(home, 'AppData', 'Roaming');
  return XDG_CONFIG_HOME || join(home, '.config');
}

/** `programDirectory` holds the built command line: `out/main` of a clone, or of the packaged app.asar. */
export function engineDirectories(programDirectory: string): EngineDirectories {
  const cloned = join(programDirectory, '../../resources/models');
  const packaged = join(programDirectory, '../../../models');
  return {
    modelsDirectory: existsSync(cloned) ? cloned : packaged,
    stateDirectory: stateDirectory(thisMachine()),
  };
}
