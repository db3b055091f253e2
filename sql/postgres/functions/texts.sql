-- Functions of texts that SQLite has, under their names (sql/README.md).

-- Where `part` begins in `whole`, from 1; 0 where it does not.
CREATE OR REPLACE FUNCTION instr(whole text, part text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.strpos(whole, part);

-- Whether a text fits a pattern in which `*` stands for anything, as isExcluded has it (src/domain/excludedEndpoints.ts).
CREATE OR REPLACE FUNCTION glob(pattern text, whole text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN whole LIKE replace(replace(replace(replace(pattern, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%');
