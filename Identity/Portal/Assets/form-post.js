// Sends the one form of the page on; where scripts are off, its button does.
document.getElementById('answer').submit();
