export { FLAGS, openBrowser } from '../../scripts/chromium.ts';
