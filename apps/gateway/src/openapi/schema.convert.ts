/** @module zod schema -> OpenAPI schema with references to the named ones. */
import { z } from 'zod';
import { namedSchemas } from './named.schema.js';

interface ConvertedSchema {
  schema: Record<string, unknown>;
  components: Record<string, unknown>;
}

const names = z.registry<{ id: string }>();
const nameOf = new Map<z.core.$ZodType, string>();
for (const [name, schema] of Object.entries(namedSchemas)) {
  names.add(schema, { id: name });
  nameOf.set(schema, name);
}

/**
 * @param schemaType `input`: what a client sends (fields with a default may be left out); `output`: what it gets.
 * @returns the schema and the named schemas it refers to, by `#/$defs/<name>`.
 */
export function convertSchema(schema: z.ZodType, schemaType: 'input' | 'output'): ConvertedSchema {
  const { $schema: _dialect, $defs, id: _id, ...body } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: schemaType,
    metadata: names,
    override: ({ jsonSchema }) => {
      delete jsonSchema.id;
      // Answers may gain fields: a client must not reject what it does not know.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const components = { ...$defs };
  const name = nameOf.get(schema);
  if (name === undefined) return { schema: body, components };
  return { schema: { $ref: `#/$defs/${name}` }, components: { ...components, [name]: body } };
}
