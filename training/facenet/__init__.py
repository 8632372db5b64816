"""FaceNet (NN4-small2): architecture, data, losses, export and evaluation."""
