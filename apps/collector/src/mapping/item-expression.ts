import { Expression, ExpressionError } from "./expression.js";
import { listOf, shown } from "./record-mapping.js";

/** Finds the items of a document by the option `items`; without it they are the elements of a list, else the document itself. */
export class ItemExpression {
  private readonly expression: Expression | undefined;

  /** The text is valid: it compiles. */
  constructor(text?: string) {
    this.expression = text === undefined ? undefined : new Expression(text);
  }

  /** @param note hears why there are none, where the expression fails on this document */
  async of(document: unknown, note: (fault: string) => void): Promise<unknown[]> {
    try {
      return listOf(this.expression === undefined ? document : await this.expression.evaluate(document));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      note(`items: ${error.message}, on ${shown(document)}`);
      return [];
    }
  }
}
