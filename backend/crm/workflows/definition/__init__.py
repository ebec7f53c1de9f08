"""What a workflow is made of: a trigger, a policy, and a tree of steps."""
