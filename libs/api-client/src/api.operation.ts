/** @module What each route of the HTTP API takes and answers, by its method and path. Types only: nothing of it runs. */
import type { paths } from './api.schema.js';

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** As the document writes them: `/api/events/{eventId}`. */
export type ApiPath<Method extends ApiMethod> = {
  [Path in keyof paths]: paths[Path] extends Record<Lowercase<Method>, object> ? Path : never;
}[keyof paths];

type Operation<Method extends ApiMethod, Path extends keyof paths> =
  paths[Path] extends Record<Lowercase<Method>, infer Found> ? Found : never;

/** What is sent is only read. */
type Sent<T> = T extends readonly (infer Item)[]
  ? readonly Sent<Item>[]
  : T extends File
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Sent<T[Key]> }
      : T;

/** `Name` must be given when the document requires it, may be when it is optional, and cannot be when there is none. */
type Given<Name extends string, Value> = [Exclude<Value, undefined>] extends [never]
  ? object
  : undefined extends Value
    ? { readonly [_ in Name]?: Sent<Exclude<Value, undefined>> | undefined }
    : { readonly [_ in Name]: Sent<Value> };

type Parameters<Found, Place extends 'path' | 'query'> = Found extends {
  parameters: { [_ in Place]?: infer Value };
}
  ? Value
  : undefined;

type Body<Found, Media extends string> = Found extends { requestBody?: infer Request }
  ? Request extends { content: Record<Media, infer Value> }
    ? Value
    : undefined
  : undefined;

type Files<Form> = Form extends object ? { [Field in keyof Form]: File } : Form;

type Address<Found> = Given<'path', Parameters<Found, 'path'>> & Given<'query', Parameters<Found, 'query'>>;

/** The parts of any address, with what goes into `{...}` and behind the question mark. */
export interface AddressParts {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
}

/** The parts of any request: `path`, `query`, and either `json` or the files of a `form`. */
export interface RequestParts extends AddressParts {
  readonly json?: object | undefined;
  readonly form?: Readonly<Record<string, File>> | undefined;
}

/** The parts of this address: `{ path: { eventId }, query: { cursor } }`. */
export type ApiAddress<Path extends keyof paths> =
  Address<Operation<Path extends ApiPath<'GET'> ? 'GET' : 'POST', Path>> extends infer Parts extends
    AddressParts
    ? Parts
    : never;

/** The parts of this request. */
export type ApiInput<Method extends ApiMethod, Path extends keyof paths> = Address<Operation<Method, Path>> &
  Given<'json', Body<Operation<Method, Path>, 'application/json'>> &
  Given<'form', Files<Body<Operation<Method, Path>, 'multipart/form-data'>>> extends infer Parts extends
  RequestParts
  ? Parts
  : never;

type AnswerOf<Response> = Response extends { content: infer Content }
  ? Content extends Record<'application/json', infer Value>
    ? Value
    : unknown
  : undefined;

/** What comes back when all is well; `undefined` for 204, `unknown` for what is no JSON. */
export type ApiAnswer<Method extends ApiMethod, Path extends keyof paths> =
  Operation<Method, Path> extends { responses: infer Responses }
    ? { [Status in keyof Responses & (200 | 201 | 202 | 204)]: AnswerOf<Responses[Status]> }[keyof Responses &
        (200 | 201 | 202 | 204)]
    : never;
