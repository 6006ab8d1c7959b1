import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  sculpted: { contour: 0.5, nose: 0.4, highlight: 0.5 },
  contour: { contour: 0.8, contourTone: '#8c7468' },
  highlight: { highlight: 0.8, highlightTone: '#edc98d' },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });
