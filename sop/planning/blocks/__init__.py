"""The parts of the balance that a company may have, one module each, in the order in which they are laid."""
