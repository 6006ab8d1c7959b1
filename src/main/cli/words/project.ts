const list = (names: readonly string[]): string => names.join(', ');

export const englishProject = {
  option: 'render a saved project (.maquette): its own photo with its edits and transplants',
  alone: '--project takes no photos, looks, edits or faces: the project names them.',
  invalid: (file: string, reason: string) => `"${file}" cannot be used as a project: ${reason}.`,
  photoMissing: (file: string, photo: string) =>
    `the photo "${photo}" of "${file}" is not there: put it beside the project.`,
  photoChanged: (photo: string) => `the photo "${photo}" is not the one that was edited`,
  incomplete: (parts: readonly string[]) =>
    `this version does not know, and leaves out: ${list(parts)}`,
  donorMissing: 'a photo that features are taken from cannot be read; those features are left out',
  facesMissing: (count: number) =>
    count === 1
      ? 'a face that was edited is not found; its edits are left out'
      : `${count} faces that were edited are not found; their edits are left out`,
};
