import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

describeEdit({
  edit,
  folder: import.meta.dirname,
  looks: { large: { size: 1, tilt: 0.5 }, small: { size: -1, distance: 1 } },
});
