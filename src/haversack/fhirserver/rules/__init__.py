"""What is decided here without asking anybody: plain values in, an answer with its reason out."""
