/** An expression that the engine does not accept; `expected` tells the author what to write. */
export class InvalidExpression extends Error {
  constructor(
    readonly expression: string,
    readonly expected: string,
    /** Where in the expression, counted from 0. */
    readonly position: number,
  ) {
    super(`this is no usable expression at position ${position}: expected ${expected}`);
    this.name = 'InvalidExpression';
  }
}
