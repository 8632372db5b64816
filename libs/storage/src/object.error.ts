/** @module What can go wrong with an object store, told apart by class. */

export class ObjectNotFoundError extends Error {
  override readonly name = 'ObjectNotFoundError';

  constructor(
    readonly key: string,
    options?: ErrorOptions,
  ) {
    super(`no object is stored under ${key}`, options);
  }
}

/** What lies there is not what was stored: changed, cut, or sealed with a key that is not the event's. */
export class ObjectDamagedError extends Error {
  override readonly name = 'ObjectDamagedError';

  constructor(
    readonly key: string,
    options?: ErrorOptions,
  ) {
    super(`the object under ${key} is damaged`, options);
  }
}

/** A key that could escape its folder, or that not every store can hold. */
export class ObjectKeyError extends Error {
  override readonly name = 'ObjectKeyError';

  constructor(
    readonly key: string,
    why: string,
  ) {
    super(`${JSON.stringify(key.slice(0, 100))} is not an object key: ${why}`);
  }
}

/** The range starts after the object's end; HTTP answers 416 with the object's size. */
export class ObjectRangeError extends Error {
  override readonly name = 'ObjectRangeError';

  constructor(
    readonly key: string,
    /** Bytes of the whole object. */
    readonly size: number,
    options?: ErrorOptions,
  ) {
    super(`the range is outside ${key}, which has ${size} bytes`, options);
  }
}

/** Other than the announced number of bytes arrived; nothing was stored. */
export class ObjectSizeError extends Error {
  override readonly name = 'ObjectSizeError';

  constructor(
    readonly key: string,
    readonly announced: number,
    readonly received: number,
  ) {
    super(`${key} was announced with ${announced} bytes, but ${received} arrived`);
  }
}

/** The source was closed before its end, as when a connection is lost; nothing was stored. */
export class SourceCutError extends Error {
  override readonly name = 'SourceCutError';

  constructor(readonly received: number) {
    super(`the upload broke off after ${received} bytes`);
  }
}

/** The stream went over the limit; nothing was stored. */
export class OriginalTooLargeError extends Error {
  override readonly name = 'OriginalTooLargeError';

  constructor(readonly maxBytes: number) {
    super(`the file is larger than the ${maxBytes} bytes allowed`);
  }
}

/** The store as a whole cannot be used: wrong address, wrong credentials, no permission. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
}
