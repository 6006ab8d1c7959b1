import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  usual: { strength: 0.6 },
  full: { strength: 1 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });
