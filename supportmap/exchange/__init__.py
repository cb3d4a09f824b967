"""Files in and out: a network is read from and written to every format that supportmap knows."""
