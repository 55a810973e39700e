/** Why a text is no JSON path predicate, and where in it. */
export class PathFault extends Error {
  constructor(
    /** Index in the text, in UTF-16 units. */
    readonly index: number,
    message: string,
  ) {
    super(message);
  }
}
