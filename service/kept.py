"""What has been kept so far, and where the program keeps what is its own."""

from store.kept import data_folder, keep_file, noting_kept

__all__ = ["data_folder", "keep_file", "noting_kept"]
