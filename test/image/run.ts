import { testBoard } from './board.ts';
import { testDisplay } from './display.ts';

/** Without a word: the board's image; `display`: a screen's. */
const TESTS = { board: testBoard, display: testDisplay };

const [which = 'board'] = process.argv.slice(2);
if (which !== 'board' && which !== 'display') {
  console.error('usage: npm run test:image [-- board | display]');
  process.exit(2);
}
await TESTS[which]();
