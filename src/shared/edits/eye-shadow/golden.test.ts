import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  taupe: {
    lidColor: '#c39f86',
    lid: 0.6,
    creaseColor: '#a98671',
    crease: 0.5,
    outerColor: '#6d4736',
    outer: 0.45,
  },
  smoky: {
    lidColor: '#4f4a4d',
    lid: 0.75,
    creaseColor: '#5b5254',
    crease: 0.6,
    outerColor: '#2b2a2e',
    outer: 0.7,
  },
  pink: { lidColor: '#dca5bd', lid: 0.6, finish: 'shimmer', creaseColor: '#b9879b', crease: 0.4 },
  emerald: { lidColor: '#3f8a6c', lid: 0.7, finish: 'metallic', outerColor: '#1f4438', outer: 0.5 },
  cinnabar: { lidColor: '#cf6a5c', lid: 0.5, outerColor: '#a52a2a', outer: 0.65 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks, without: ['bruce'] });
