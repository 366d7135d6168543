export enum Level {
  One = 'L1',
}
