export const first = (rows: any): string => String(rows);
