import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

describeEdit({
  edit,
  folder: import.meta.dirname,
  looks: {
    fuller: { upper: 0.6, lower: 0.6 },
    thinner: { upper: -0.6, lower: -0.6 },
    pouty: { upper: 0.55, lower: 0.9, width: -0.35 },
  },
});
