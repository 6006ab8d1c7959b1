/** The classes that the network tells apart, by id (CelebAMask-HQ order). Left and right are the person's own. */
export const faceClasses = [
  'background',
  'skin',
  'nose',
  'glasses',
  'left-eye',
  'right-eye',
  'left-brow',
  'right-brow',
  'left-ear',
  'right-ear',
  'inner-mouth',
  'upper-lip',
  'lower-lip',
  'hair',
  'hat',
  'earring',
  'necklace',
  'neck',
  'cloth',
] as const;

export type FaceClass = (typeof faceClasses)[number];

export const classId = Object.fromEntries(faceClasses.map((name, id) => [name, id])) as Readonly<
  Record<FaceClass, number>
>;

/** What a person points at: one or more classes that belong together. */
export const features = {
  lips: ['upper-lip', 'lower-lip'],
  mouth: ['inner-mouth'],
  nose: ['nose'],
  'left-eye': ['left-eye'],
  'right-eye': ['right-eye'],
  'left-brow': ['left-brow'],
  'right-brow': ['right-brow'],
  'left-ear': ['left-ear'],
  'right-ear': ['right-ear'],
  skin: ['skin'],
  neck: ['neck'],
  hair: ['hair'],
  hat: ['hat'],
  glasses: ['glasses'],
} as const satisfies Readonly<Record<string, readonly FaceClass[]>>;

export type Feature = keyof typeof features;

export const featureNames = Object.keys(features) as readonly Feature[];

const featureByClass = new Map<FaceClass, Feature>(
  featureNames.flatMap((feature) => features[feature].map((name) => [name, feature] as const)),
);

/** The feature that a class belongs to; background, necklace and cloth are none. */
export function featureOf(id: number): Feature | undefined {
  const name = faceClasses[id];
  return name && featureByClass.get(name);
}
