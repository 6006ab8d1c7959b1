import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

describeEdit({
  edit,
  folder: import.meta.dirname,
  looks: {
    slender: { width: -1, bridge: -0.6, tip: -0.6 },
    short: { length: -1 },
    wide: { width: 1, length: 1 },
  },
});
