import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  natural: { shade: '#dcb491', coverage: 0.6 },
  porcelain: { shade: '#f4e0d2', coverage: 1 },
  chestnut: { shade: '#855036', coverage: 0.8 },
  sheer: { shade: '#efd4b6', coverage: 0.3 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });
