const list = (names: readonly string[]): string => names.join(', ');

export const englishLookFrom = {
  summary: 'read the make-up of a face in a photo and write it as a look',
  description: `Reads lip colour and finish, eye shadow, eyeliner, brow colour and blush off a portrait, relative to
its bare skin, and writes them as a look: a file for "maquette apply --look" and the window.
What cannot be told from a bare face is left out; a face without make-up gives no look.`,
  referenceArgument: 'the photo of somebody who wears the make-up',
  outOption: 'write the look to this file (.json)',
  nameOption: 'the name of the look (default: that of the photo)',
  allowedName: '1 to 60 characters',
  noFace: (photo: string) => `no face found in "${photo}"; nothing written`,
  noSuchFace: (photo: string, number: number, found: number) =>
    `there is no face ${number} in "${photo}", only ${found}; nothing written`,
  noMakeup: (photo: string) =>
    `no make-up was found on the face in "${photo}" that could be told from a bare one; nothing written`,
  written: (photo: string, output: string, edits: readonly string[]) =>
    `${photo} → ${output} (${list(edits)})`,
};
