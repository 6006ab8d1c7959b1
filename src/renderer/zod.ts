import { config } from 'zod';

// The page's Content-Security-Policy forbids `eval`, which zod would otherwise compile its checks with.
config({ jitless: true });
