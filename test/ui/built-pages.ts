export { placePages as builtPages } from '../../scripts/pages.ts';
