"""Kinds of triggers, a file each. See docs/recipes/add-a-workflow-step.md."""
