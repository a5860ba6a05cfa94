"""The pure heart: facts, conditions, the tree, causes and the engine that walks them."""
