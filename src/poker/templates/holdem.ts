import { chipSet, holdem, pause, type Template, withAnte } from './build.ts';

const [t, tAnte] = [holdem(10), withAnte(10)];

export const turbo: Template = {
  id: 'turbo',
  name: 'Turbo',
  description: 'Ten-minute levels for a weeknight; a big-blind ante from level 4 keeps it moving.',
  hours: { from: 2, to: 2.5 },
  startingStack: 10_000,
  chips: chipSet([25, 8], [100, 8], [500, 4], [1_000, 7], [5_000, 0], [25_000, 0]),
  levels: [
    t(50, 100),
    t(100, 200),
    t(150, 300),
    tAnte(200, 400),
    tAnte(300, 600),
    pause(10, [25]),
    tAnte(500, 1_000),
    tAnte(800, 1_600),
    tAnte(1_200, 2_400),
    tAnte(2_000, 4_000),
    pause(5, [100, 500]),
    tAnte(3_000, 6_000),
    tAnte(5_000, 10_000),
    tAnte(8_000, 16_000),
    tAnte(15_000, 30_000),
    tAnte(25_000, 50_000),
    tAnte(50_000, 100_000),
  ],
};

const [s, sAnte] = [holdem(15), withAnte(15)];

export const standard: Template = {
  id: 'standard',
  name: 'Standard',
  description: 'An evening with 100 big blinds and fifteen-minute levels; ante from level 6.',
  hours: { from: 3.5, to: 4 },
  startingStack: 10_000,
  chips: chipSet([25, 8], [100, 8], [500, 4], [1_000, 7], [5_000, 0], [25_000, 0]),
  levels: [
    s(50, 100),
    s(100, 200),
    s(150, 300),
    s(200, 400),
    s(300, 600),
    pause(10, [25]),
    sAnte(400, 800),
    sAnte(600, 1_200),
    sAnte(800, 1_600),
    sAnte(1_200, 2_400),
    sAnte(2_000, 4_000),
    pause(10, [100, 500]),
    sAnte(3_000, 6_000),
    sAnte(5_000, 10_000),
    sAnte(8_000, 16_000),
    sAnte(15_000, 30_000),
    sAnte(25_000, 50_000),
    sAnte(50_000, 100_000),
  ],
};

const [d, dAnte] = [holdem(20), withAnte(20)];

export const deepStack: Template = {
  id: 'deepStack',
  name: 'Deep stack',
  description: 'A long afternoon with 250 big blinds and twenty-minute levels; ante from level 5.',
  hours: { from: 5, to: 6 },
  startingStack: 25_000,
  chips: chipSet([25, 8], [100, 8], [500, 8], [1_000, 10], [5_000, 2], [25_000, 0]),
  levels: [
    d(50, 100),
    d(75, 150),
    d(100, 200),
    d(150, 300),
    dAnte(200, 400),
    pause(10, [25]),
    dAnte(300, 600),
    dAnte(400, 800),
    dAnte(600, 1_200),
    dAnte(1_000, 2_000),
    dAnte(1_500, 3_000),
    pause(15, [100]),
    dAnte(2_500, 5_000),
    dAnte(4_000, 8_000),
    dAnte(7_500, 15_000),
    dAnte(10_000, 20_000),
    pause(10, [500, 1_000]),
    dAnte(20_000, 40_000),
    dAnte(40_000, 80_000),
    dAnte(75_000, 150_000),
  ],
};
