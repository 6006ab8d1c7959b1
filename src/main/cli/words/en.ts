import type { Progress } from '@shared/contract/contract';
import type { ErrorCode } from '@shared/errors';
import { englishLookFrom } from './look-from';
import { englishProject } from './project';
import { englishSwap } from './swap';

const list = (names: readonly string[]): string => names.join(', ');
const hint = (name: string | undefined): string => (name ? ` Did you mean "${name}"?` : '');

export const english = {
  swap: englishSwap,
  lookFrom: englishLookFrom,
  project: englishProject,
  // Help
  titles: {} as Readonly<Record<string, string>>,
  programDescription: 'Finds the features of faces in photos and edits them, without a window.',
  parseSummary: "write each photo's face features as a label picture",
  parseDescription: `Finds the faces of each photo and writes two files:
  <name>.labels.png  8-bit, one channel, the size of the upright photo: the class id of every pixel
  <name>.faces.json  boxes, landmarks, names of the class ids, provider, milliseconds
A photo without a face gets labels that are 0 everywhere, and a warning; it is no failure.`,
  applySummary: 'edit photos and write them at full size',
  applyDescription: `Edits each photo and writes it at full size. "maquette edits" lists the edits,
"maquette looks" the looks. With a look, --edit changes or adds to it.
Or renders a project that the window saved, with --project.
Parameters that are left out take the value that the window would suggest.
A photo without a face, or without the one asked for, fails, and nothing is written for it.`,
  editsSummary: 'list the edits and their parameters',
  looksSummary: 'list the looks: built-in ones, and those saved in the window',
  photoArgument: 'photos, or patterns such as "photos/**/*.jpg"',
  langOption: 'language of messages: en or zh-CN (default: that of the system)',
  versionOption: 'show the version',
  helpOption: 'show help',
  helpCommand: 'show help for a command',
  jsonOption: 'write one JSON object for each photo to standard output',
  editsJsonOption: 'write the list as JSON',
  outDirectoryOption: 'write to this folder, which is made when it is not there',
  outOption: 'write to this file; for a single photo',
  editOption: 'set a parameter of an edit; may be given many times',
  lookOption: 'put on a look: built-in, saved in the window, or from a file',
  lookFromOption: 'put on the make-up of a face in this photo',
  referenceFaceOption: 'in that photo: 1 is the largest face (default: 1)',
  lookStrengthOption: 'how much of the look, 0-1 (default: 1)',
  facesOption: 'all, largest, or a number: 1 is the largest face (default: all)',
  formatOption: (formats: readonly string[]) =>
    `${list(formats)} (default: by the extension of --out, or as the photo)`,
  qualityOption: '1-100, for jpeg, webp and avif (default: 92)',
  sizeOption: 'make the longest side at most this many pixels long',
  stripOption: 'leave out EXIF and the colour profile; the picture is written in sRGB',
  rules: `
Files of the same name in the output folder are replaced. A photo itself never is, and no two photos
may write the same file: either is refused before anything is written.

Exit codes: 0 everything worked, 1 some photos failed, 2 the command was not understood, 130 stopped.`,
  examples: 'Examples:',
  // Usage
  seeHelp: (command: string) => `"${command} --help" shows what is possible.`,
  unknownOption: (name: string, near: string | undefined) =>
    `There is no option ${name}.${hint(near)}`,
  unknownCommand: (name: string, near: string | undefined) =>
    `There is no command "${name}".${hint(near)}`,
  missingPhotos: 'Name at least one photo.',
  missingCommand: 'Name a command.',
  missingValue: (option: string) => `The option ${option} needs a value.`,
  missingOption: (option: string) => `The option ${option} is needed.`,
  tooManyArguments: 'There are more arguments than this command takes.',
  editForm: (text: string) =>
    `--edit is written edit.parameter=value, e.g. lip-color.strength=0.7, not "${text}".`,
  nothingToApply: 'Name an edit with --edit, or a look with --look or --look-from.',
  strengthWithoutLook: '--look-strength needs --look or --look-from.',
  faceWithoutReference: '--reference-face needs --look-from.',
  oneLook: 'Give either --look or --look-from.',
  ambiguousLook: (name: string, ids: readonly string[]) =>
    `${ids.length} looks are named "${name}": give an id instead: ${list(ids)}.`,
  unreadableLooks: (files: readonly string[]) => `saved looks that cannot be read: ${list(files)}`,
  unknownLook: (name: string, near: string | undefined, names: readonly string[]) =>
    `There is no look and no file "${name}".${hint(near)} Looks: ${list(names)}.`,
  badLook: (file: string, reason: string) => `"${file}" cannot be used as a look: ${reason}.`,
  lookIncomplete: (name: string, edits: readonly string[]) =>
    `the look "${name}" has edits that this version does not know; left out: ${list(edits)}`,
  unknownEdit: (id: string, near: string | undefined, ids: readonly string[]) =>
    `There is no edit "${id}".${hint(near)} Edits: ${list(ids)}.`,
  unknownParameter: (
    id: string,
    name: string,
    near: string | undefined,
    names: readonly string[],
  ) => `The edit ${id} has no parameter "${name}".${hint(near)} Parameters: ${list(names)}.`,
  badValue: (name: string, value: string, allowed: string) =>
    `${name} cannot be "${value}"; allowed: ${allowed}.`,
  allowedColor: 'a colour written #rrggbb',
  allowedNumber: (minimum: number, maximum: number) => `a number from ${minimum} to ${maximum}`,
  allowedInteger: (minimum: number, maximum: number) =>
    `a whole number from ${minimum} to ${maximum}`,
  allowedFaces: 'all, largest, or a number from 1',
  formatUnknown: (path: string) =>
    `"${path}" has no extension that names a format: give --format too.`,
  formatContradicts: (path: string, format: string) =>
    `--format ${format} contradicts the extension of "${path}".`,
  oneOutput: 'Give either --out or --out-dir.',
  outForOne: (photos: number) => `--out takes a single photo, not ${photos}: give --out-dir.`,
  wouldReplacePhoto: (output: string) => `"${output}" is one of the photos: choose another output.`,
  sameOutput: (first: string, second: string, output: string) =>
    `"${first}" and "${second}" would both be written to "${output}": give each a folder of its own.`,
  // Work
  stages: {
    read: 'reading',
    detect: 'finding faces',
    parse: 'finding features',
    measure: 'measuring',
    render: 'rendering',
    encode: 'encoding',
    write: 'writing',
  } satisfies Record<Progress['stage'], string>,
  parsed: (photo: string, faces: number, outputs: readonly string[], milliseconds: number) =>
    `${photo}: ${faces} ${faces === 1 ? 'face' : 'faces'}, ${milliseconds} ms → ${list(outputs)}`,
  applied: (photo: string, output: string, size: string, milliseconds: number) =>
    `${photo} → ${output} (${size}, ${milliseconds} ms)`,
  noFaceParsed: (photo: string) => `${photo}: no face found; all labels are 0`,
  noFace: 'no face found; nothing written',
  noSuchFace: (number: number, found: number) =>
    `there is no face ${number}, only ${found}; nothing written`,
  noMatch: 'no file matches',
  stopped: 'Stopped. No file was left half-written.',
  summary: (failed: number, all: number) => `${failed} of ${all} photos failed.`,
  defaultValue: (value: string | number) => ` (default: ${value})`,
  errors: {
    cancelled: 'stopped',
    'file-not-found': 'there is no such file',
    'permission-denied': 'no permission to read or write the file',
    'unsupported-format': 'not a JPEG, PNG, WebP, TIFF or AVIF picture',
    'broken-image': 'the picture is damaged',
    'too-many-pixels': 'the picture is too large',
    'disk-full': 'the disk is full',
    'write-failed': 'the file could not be written',
    'model-missing': 'a model is missing: the installation is incomplete',
    'engine-restarted': 'the image engine stopped',
    'unknown-photo': 'the photo is not open',
    'donor-unavailable': 'a photo that features are taken from cannot be read',
    'invalid-look': 'this is no look file, or one of a newer Maquette',
    'invalid-project': 'this is no project file',
    'newer-project': 'the project was saved by a newer Maquette: update Maquette to use it',
    'invalid-message': 'the program talked nonsense to itself',
    'invalid-argument': 'a setting is out of range',
    internal: 'something went wrong',
  } satisfies Record<ErrorCode, string>,
};
