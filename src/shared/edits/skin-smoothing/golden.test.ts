import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  usual: { strength: 0.7 },
  full: { strength: 1 },
  'without-freckles': { strength: 0.6, marks: 1 },
  spots: { marks: 0.8 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });
