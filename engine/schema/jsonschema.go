package schema

// JSONSchema gives the schema as a JSON Schema (2020-12) document, for editors and
// for services in other languages.
func (s *Schema) JSONSchema() []byte { return nil }
