/** @module Injection tokens of what the gateway stands on. */
export const ENV = Symbol('settings of the app');
export const LOG = Symbol('Logger');
export const CLOCK = Symbol('Clock');
export const DATABASE = Symbol('Database');
export const STORE = Symbol('ObjectStore');
export const REDIS = Symbol('Redis');
export const KEYS = Symbol('OpenedKeys');
export const SECRETS = Symbol('PurposeKeys');
export const MANIFEST = Symbol('ModelManifest');
