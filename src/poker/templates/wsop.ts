import { chipSet, DINNER, pause, type Template, withAnte } from './build.ts';

const w = withAnte(40);

/** Big-blind ante from the first level and a dinner break, as at the World Series. */
export const wsop: Template = {
  id: 'wsop',
  name: 'WSOP-style',
  description:
    'Forty-minute levels with a big-blind ante throughout, a break after every third level and a dinner break. One very long day, or two.',
  hours: { from: 14, to: 16 },
  startingStack: 25_000,
  chips: chipSet([100, 10], [500, 8], [1_000, 10], [5_000, 2], [25_000, 0]),
  levels: [
    w(100, 200),
    w(200, 300),
    w(200, 400),
    pause(15),
    w(300, 600),
    w(400, 800),
    w(500, 1_000),
    pause(15),
    w(600, 1_200),
    w(800, 1_600),
    w(1_000, 2_000),
    pause(60, [100], DINNER),
    w(1_500, 3_000),
    w(2_000, 4_000),
    w(3_000, 6_000),
    pause(15, [500]),
    w(4_000, 8_000),
    w(5_000, 10_000),
    w(8_000, 16_000),
    pause(15, [1_000]),
    w(10_000, 20_000),
    w(15_000, 30_000),
    w(20_000, 40_000),
    pause(15),
    w(30_000, 60_000),
    w(40_000, 80_000),
    w(60_000, 120_000),
  ],
};
