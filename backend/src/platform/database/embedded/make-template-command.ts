import { existsSync } from 'node:fs';
import { templatePath } from './data-folder.ts';
import { makeTemplate } from './make-template.ts';

// Run by the build after the compiler; does nothing when the template of this engine is there.
if (!existsSync(templatePath)) await makeTemplate(templatePath);
