/** @module A model that cannot be used, named, with what the person can do about it. */

export type ModelErrorCode =
  | 'manifest-unreadable'
  | 'model-unknown'
  | 'model-missing'
  | 'model-corrupt'
  | 'model-unfetchable'
  | 'model-role';

/** `message` names the model and says what to do; safe to show to the operator. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  constructor(
    readonly code: ModelErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
