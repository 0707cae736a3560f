"""What the office writes from the index: briefs, 督办单, 通报; content, not format."""
