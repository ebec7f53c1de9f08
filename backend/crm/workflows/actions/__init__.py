"""Kinds of steps, a file each. See docs/recipes/add-a-workflow-step.md."""
