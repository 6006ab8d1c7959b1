import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

describeEdit({
  edit,
  folder: import.meta.dirname,
  looks: {
    slender: { width: -0.8, jaw: -0.8 },
    long: { chin: 1, forehead: 1 },
    square: { jaw: 1, chin: -1 },
  },
});
