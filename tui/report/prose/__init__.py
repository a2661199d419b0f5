"""What a report says besides its forecast table: facts about itself, moves, news, outlook, risks, ratings."""
