import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  half: { strength: 0.5 },
  full: { strength: 1 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });
