import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { windowOf } from '../../ui/parts/windowed.ts';

test('of a long list every visible row is drawn, and few others', () => {
  const row = fc.integer({ min: 40, max: 80 });
  const question = fc.record({
    count: fc.nat(20_000),
    rowPx: row,
    topPx: fc.integer({ min: -500, max: 1_000_000 }),
    heightPx: fc.integer({ min: 400, max: 2_000 }),
  });
  fc.assert(
    fc.property(question, (asked) => {
      const { count, rowPx, topPx, heightPx } = asked;
      const { from, to } = windowOf(asked);
      expect(0 <= from && from <= to && to <= count).toBe(true);
      expect(to - from).toBeLessThanOrEqual(Math.ceil(heightPx / rowPx) + 18);
      for (let i = 0; i < count; i += Math.max(1, Math.floor(count / 50))) {
        const isVisible = (i + 1) * rowPx > topPx && i * rowPx < topPx + heightPx;
        if (isVisible) expect(from <= i && i < to).toBe(true);
      }
    }),
  );
});
