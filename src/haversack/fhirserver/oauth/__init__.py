"""The flows of OAuth, as the toolkit runs them, with the decisions that SMART asks for."""
