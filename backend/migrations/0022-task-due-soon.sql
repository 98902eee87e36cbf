-- When it was announced that the task is due within days.
ALTER TABLE tasks ADD COLUMN due_soon_at timestamptz;
