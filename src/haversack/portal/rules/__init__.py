"""What the hospital decided: plain values and `now` in, an answer with its reason out."""
