"""What decides: plain values in, an answer with its reason out."""
