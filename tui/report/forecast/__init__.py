"""The forecast table: header words to roles, rows to names, every cell told apart and checked."""
