import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

describeEdit({
  edit,
  folder: import.meta.dirname,
  looks: { smile: { smile: 1 }, small: { size: -1, width: -0.5 }, large: { size: 1 } },
});
