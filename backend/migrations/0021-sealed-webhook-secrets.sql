-- Signing secrets are sealed by the vault (docs/design/015-webhooks.md). Rows of before keep theirs in
-- `secret` and `previous_secret` until a server with a key seals them.
ALTER TABLE webhooks ALTER COLUMN secret DROP NOT NULL;
ALTER TABLE webhooks ADD COLUMN sealed_secret text;
ALTER TABLE webhooks ADD COLUMN sealed_previous_secret text;
ALTER TABLE webhooks ADD CHECK ((secret IS NULL) <> (sealed_secret IS NULL));
ALTER TABLE webhooks ADD CHECK (previous_secret IS NULL OR sealed_previous_secret IS NULL);
