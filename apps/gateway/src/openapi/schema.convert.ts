/** @module zod schema -> OpenAPI schema with references to the named ones. */
import { z } from 'zod';
import { namedSchemas } from './named.schema.js';

interface ConvertedSchema {
  schema: Record<string, unknown>;
  components: Record<string, unknown>;
}

const names = z.registry<{ id: string }>();
for (const [name, schema] of Object.entries(namedSchemas)) names.add(schema, { id: name });

/**
 * @param schemaType `input`: what a client sends (fields with a default may be left out); `output`: what it gets.
 * @returns the schema, a reference when it has a name, and the named schemas it refers to by `#/definitions/<name>`.
 */
export function convertSchema(schema: z.ZodType, schemaType: 'input' | 'output'): ConvertedSchema {
  const {
    $schema: _dialect,
    definitions,
    ...body
  } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: schemaType,
    metadata: names,
    override: ({ jsonSchema }) => {
      // Answers may gain fields: a client must not reject what it does not know.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { schema: body, components: Object.fromEntries(Object.entries(definitions ?? {})) };
}
