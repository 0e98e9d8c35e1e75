/** How a list stands on the screen: so many columns of so many rows, so many times. Sizes in rem. */
export type Sheet = {
  readonly columns: number;
  readonly rows: number;
  readonly pages: number;
  readonly rowHigh: number;
  /** From line to line: where rows are as wide as there is room for, few of them stand wider apart. */
  readonly apart: number;
  readonly columnWide: number;
};

/** Rows from roomy to dense; nobody reads a smaller one across the room, so there are pages instead. */
const ROWS = [8.4, 7.2, 6.2, 5.2, 4.2] as const;
const DENSE = 4.2;
/** Only where one more column stands beside the others for it. */
const DENSER = 3.8;
/** Of a row's height: beyond it the eye loses the line. */
const APART = 1.45;

/**
 * The largest rows with which all lines find room at once, none cut that need not be; where even the
 * smallest do not, several pages of those. Few lines stay in few columns.
 * @param least width of a column at the largest row, in rows' heights.
 */
export const sheetOf = ({
  lines,
  wide,
  high,
  least,
  gap = 3,
}: {
  readonly lines: number;
  readonly wide: number;
  readonly high: number;
  readonly least: number;
  readonly gap?: number;
}): Sheet => {
  const at = (rowHigh: number): Sheet => {
    const most = Math.max(1, Math.floor((wide + gap) / (least * rowHigh + gap)));
    const rows = Math.max(1, Math.floor(high / rowHigh));
    const columns = Math.min(most, Math.max(1, Math.ceil(lines / rows)));
    const pages = Math.max(1, Math.ceil(lines / (columns * rows)));
    const even = Math.min(rows, Math.ceil(lines / columns));
    const columnWide = (wide - gap * (columns - 1)) / columns;
    return { columns, rows: Math.max(1, even), pages, rowHigh, apart: rowHigh, columnWide };
  };
  /** Rows as high as their columns leave room for. */
  const grown = (sheet: Sheet): Sheet => {
    const most = Math.min(ROWS[0], high / sheet.rows, sheet.columnWide / least);
    const rowHigh = Math.max(sheet.rowHigh, Math.floor(most * 100) / 100);
    return { ...sheet, rowHigh, apart: Math.min(rowHigh * APART, high / sheet.rows) };
  };
  const whole = ROWS.find((rowHigh) => at(rowHigh).pages === 1 && least * rowHigh <= wide);
  if (whole !== undefined) return grown(at(whole));
  const [dense, denser] = [at(DENSE), at(DENSER)];
  return denser.columns > dense.columns ? denser : dense;
};

/** The lines of one page, column by column. */
export const columnsOf = <T>(
  lines: readonly T[],
  { columns, rows }: Sheet,
  page: number,
): readonly (readonly T[])[] => {
  const from = page * columns * rows;
  return Array.from({ length: columns }, (_, i) =>
    lines.slice(from + i * rows, from + (i + 1) * rows),
  );
};
